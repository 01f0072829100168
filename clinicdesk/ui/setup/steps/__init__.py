"""The steps and rules of a visit template in the form: lines of text, and a drawing of them."""
