const [{ createServer: serve }, { default: process }] = await Promise.all([import('node:net'), import('node:process')]);

serve({ allowHalfOpen: true }, (peer) => {
  peer.on('readable', () => {
    for (let chunk = peer.read(); chunk !== null; chunk = peer.read()) peer.write(chunk);
  });
  peer.on('end', () => peer.end());
  peer.on('error', () => {});
}).listen(process.env.PORT, '127.0.0.1');
