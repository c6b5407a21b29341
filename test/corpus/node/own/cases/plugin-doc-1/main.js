const http = require('http');
const path = require('path');

const server = http.createServer((request, response) => response.end('ok\n'));
for (const name of (process.env.PLUGINS || 'tunnel').split(',')) {
  require(path.join(__dirname, 'plugins', name)).install(server);
}
server.listen(Number(process.env.PORT));
