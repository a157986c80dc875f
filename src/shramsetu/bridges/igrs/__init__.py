"""The bridge to the state's grievance system (IGRS): steps out, references in, both sides compared each night."""
