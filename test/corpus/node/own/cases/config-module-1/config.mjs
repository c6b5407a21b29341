export const HOST = '127.0.0.1';
export const listener = { allowHalfOpen: true, noDelay: true };
