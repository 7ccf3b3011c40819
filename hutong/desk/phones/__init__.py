"""Phones of a unit, what they sent that a person must decide about, and urgent reports."""
