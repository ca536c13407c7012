#!/usr/bin/env python3
"""Makes a text file part of the program. Usage: text.py IN HEADER SOURCE

taxonomy.csv becomes `extern const unsigned char text_taxonomy[]; extern const size_t text_taxonomy_size;`.
"""
import pathlib
import re
import sys

source, header, code = map(pathlib.Path, sys.argv[1:4])
name = "text_" + re.sub(r"\W", "_", source.stem)
data = source.read_bytes()
guard = f"HEYE_GEN_{name.upper()}_H"
header.write_text(f"/* Made from {source.name}. */\n#ifndef {guard}\n#define {guard}\n\n#include <stddef.h>\n\n"
                  f"extern const unsigned char {name}[];\nextern const size_t {name}_size;\n\n#endif\n")
rows = [", ".join(str(b) for b in data[i:i + 24]) for i in range(0, len(data), 24)]
code.write_text(f'#include "gen/{header.name}"\n\nconst unsigned char {name}[] = {{\n\t' + ",\n\t".join(rows) +
                f"\n}};\nconst size_t {name}_size = sizeof {name};\n")
