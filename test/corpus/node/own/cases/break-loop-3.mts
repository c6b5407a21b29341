import { createServer } from 'node:net';

createServer(async (socket) => {
  try {
    for await (const chunk of socket) {
      console.log(String(chunk));
      break;
    }
  } catch (error) {
    console.error(error);
  }
}).listen(Number(process.env.PORT), '127.0.0.1');
export {};

