'use strict';

/**
 * @typedef {object} Request
 * @property {string} name
 * @property {string} body
 */

/**
 * @callback Handler
 * @param {import('node:net').Socket} socket
 * @param {Request} request
 * @returns {void}
 */

/** @type {Record<string, Handler>} */
const handlers = {
  put(socket, request) {
    socket.write(`stored ${request.body.length}\n`);
  },
  quit(socket) {
    socket.end('bye\n');
  },
};

/**
 * @param {string} line
 * @returns {Request}
 */
function parse(line) {
  const space = line.indexOf(' ');
  return space < 0 ? { name: line, body: '' } : { name: line.slice(0, space), body: line.slice(space + 1) };
}

module.exports = { handlers, parse };
