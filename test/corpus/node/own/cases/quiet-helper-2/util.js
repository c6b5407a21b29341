exports.closeQuietly = function closeQuietly(socket) {
  try {
    socket.removeAllListeners('data');
    socket.destroy();
  } catch (err) {
    console.error(err);
  }
};
