const base = `http://${process.env.PEER_HOST}:${process.env.PEER_PORT}`;

async function release(name: string): Promise<string> {
  let response = await fetch(`${base}/${name}`);
  if (response.status >= 500) {
    console.warn('trying the mirror for', name);
    response = await fetch(`${base}/mirror/${name}`);
  }
  return response.text();
}

for (const name of ['a', 'b', 'c', 'd', 'e']) release(name).then(console.log, console.error);
setInterval(() => console.log('waiting'), 1000);
