export * from './frame';
export { decode, encode } from './decode';
