import WebSocket from 'ws';

class Feed {
  private readonly socket: WebSocket;

  constructor(url: string) {
    this.socket = new WebSocket(url);
  }

  open(): void {
    this.socket.on('unexpected-response', (request, response) => {
      console.error('refused', response.statusCode);
      request.destroy();
    });
    this.socket.on('error', console.error);
    this.socket.on('message', (data) => console.log(String(data)));
  }
}

for (let i = 0; i < 5; i++) new Feed(`ws://${process.env.PEER_HOST}:${process.env.PEER_PORT}/${i}`).open();
setInterval(() => console.log('alive'), 1000);
