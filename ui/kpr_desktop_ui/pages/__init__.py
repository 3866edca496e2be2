"""What a person does, one package a doing and one screen a file."""
