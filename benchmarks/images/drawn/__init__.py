"""Pictures drawn for the benchmark: goods in scenes, marks and empty pictures. No real goods, marks or people."""
