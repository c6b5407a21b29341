exports.closeQuietly = function closeQuietly(socket) {
  try {
    socket.removeAllListeners('data');
    socket.unref();
  } catch (err) {
    console.error(err);
  }
};
