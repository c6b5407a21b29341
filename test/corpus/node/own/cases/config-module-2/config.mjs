export const HOST = '127.0.0.1';
export const listener = { allowHalfOpen: false, noDelay: true };
