/** A program on one line, as a bundler writes it, with servers in it; about `size` characters. */
export function minifiedServer(size: number): string {
  const one = (index: number): string =>
    `var s${index}=require("net").createServer({allowHalfOpen:!0},c=>{c.on("data",d=>c.write(d))});`;
  let text = '';
  for (let index = 0; text.length < size; index += 1) text += one(index);
  return text;
}
