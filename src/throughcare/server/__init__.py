"""What runs the service here: the database server, the supervisor of its processes, the first start, backup."""
