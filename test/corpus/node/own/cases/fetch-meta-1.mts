interface Meta {
  readonly etag: string | null;
  readonly length: number;
  readonly response: Response;
}

class MetaCache {
  readonly #metas = new Map<string, Meta>();

  async get(url: string): Promise<Meta> {
    const known = this.#metas.get(url);
    if (known) return known;
    const response = await fetch(url, { headers: { accept: '*/*' } });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`${url}: ${response.status}`);
    }
    const meta: Meta = {
      etag: response.headers.get('etag'),
      length: Number(response.headers.get('content-length')),
      response,
    };
    this.#metas.set(url, meta);
    return meta;
  }
}

const cache = new MetaCache();
const { etag, length } = await cache.get(`http://${process.env.PEER_HOST}:${process.env.PEER_PORT}/`);
console.log(etag, length);
setInterval(() => console.log(cache), 60_000);
