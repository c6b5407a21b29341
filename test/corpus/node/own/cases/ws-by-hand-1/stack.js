'use strict';

module.exports = function stack() {
  const layers = [];
  function handle(req, res) {
    let index = 0;
    (function next(err) {
      const layer = layers[index++];
      if (err || !layer) {
        res.statusCode = err ? 500 : 404;
        return res.end();
      }
      try {
        layer(req, res, next);
      } catch (error) {
        next(error);
      }
    })();
  }
  return { use: (layer) => layers.push(layer), handle };
};
