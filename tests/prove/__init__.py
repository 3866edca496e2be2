"""Proofs: what must never happen, tried often, each with a control that must be found."""
