"""Every widget in every state, for whoever makes or checks the program's look. In a training vault only."""
