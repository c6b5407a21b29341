import { HEADER, type Frame } from './frame';

/** Frames are `type:u8 length:u16be body`. A trailing part of a frame is dropped. */
export async function* decode(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let pending: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= HEADER) {
      const length = pending.readUInt16BE(1);
      if (pending.length < HEADER + length) break;
      yield { type: pending.readUInt8(0), body: pending.subarray(HEADER, HEADER + length) };
      pending = pending.subarray(HEADER + length);
    }
  }
}

export function encode({ type, body }: Frame): Buffer {
  const out = Buffer.alloc(HEADER + body.length);
  out.writeUInt8(type, 0);
  out.writeUInt16BE(body.length, 1);
  body.copy(out, HEADER);
  return out;
}
