"""The face of needs: what people need, what is offered, and the gap."""
