export { LineSocket } from './line-socket';
