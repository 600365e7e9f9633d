"""What stands above every face and collects them: home, the routes, the API and its description."""
