/**
 * Answers CONNECT: this server is no proxy.
 * @param {import('http').Server} server
 */
exports.install = function (server) {
  server.on('connect', (request, socket) => {
    socket.on('error', (error) => console.error(error.message));
    console.log('refused', request.url);
    socket.write('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
};
