type Ask = typeof fetch;

interface Parts {
  readonly ask?: Ask;
  readonly host: string;
}

class Stock {
  readonly #ask: Ask;
  readonly #host: string;
  readonly #answers: Response[] = [];

  constructor({ ask, host }: Parts) {
    this.#ask = ask ?? globalThis.fetch.bind(globalThis);
    this.#host = host;
  }

  async has(item: string): Promise<boolean> {
    const answer = await this.#ask(`http://${this.#host}/items/${item}`);
    this.#answers.push(answer);
    return answer.status === 200;
  }

  get asked(): number {
    return this.#answers.length;
  }
}

const { PEER_HOST, PEER_PORT } = process.env;
const stock = new Stock({ host: `${PEER_HOST}:${PEER_PORT}` });
for (const item of ['a', 'b', 'c', 'd', 'e']) stock.has(item).then((has) => console.log(item, has), console.error);
setInterval(() => console.log(stock.asked), 1000);
