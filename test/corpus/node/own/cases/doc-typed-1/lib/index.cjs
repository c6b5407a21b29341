'use strict';

module.exports = {
  Session: require('./session.cjs'),
  ...require('./handlers.cjs'),
};
