"""Packets: a child's file to and from a place outside this deployment (A2-3). The format is docs/packet.md."""
