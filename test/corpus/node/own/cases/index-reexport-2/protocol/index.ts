export { speak } from './speak';
export type { Answer } from './speak';
