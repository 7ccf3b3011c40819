"""The open door: pages for anybody under /open/, made by the server, that work without a script and load nothing from elsewhere."""
