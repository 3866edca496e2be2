"""What a person does with the program, one module per area; `ports` holds what the adapters implement."""
