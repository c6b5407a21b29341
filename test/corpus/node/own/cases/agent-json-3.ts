import http from 'node:http';

class JsonClient {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 4 });

  constructor(private readonly base: URL) {}

  get<T>(path: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const request = http.get(new URL(path, this.base), { agent: this.agent }, (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          reject(new Error(`${response.statusCode}`));
          return;
        }
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => resolve(JSON.parse(text) as T));
      });
      request.on('error', reject);
    });
  }
}

const client = new JsonClient(new URL(`http://${process.env.PEER_HOST}:${process.env.PEER_PORT}`));
console.log(await client.get<{ a: number }>('/a').catch((error: Error) => error.message));
setInterval(() => undefined, 60_000);
