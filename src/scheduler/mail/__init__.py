"""Letters: rendered once to bytes, handed to a transport, answered by signed links."""
