"""The public Socket.IO door: rooms to follow and to bid in, for any client library."""
