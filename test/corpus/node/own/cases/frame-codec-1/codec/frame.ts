export interface Frame {
  readonly type: number;
  readonly body: Buffer;
}

export const HEADER = 3;
export const BYE = 0xff;
