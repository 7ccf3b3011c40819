"""The register of papers that a unit issued, by number (发文登记)."""
