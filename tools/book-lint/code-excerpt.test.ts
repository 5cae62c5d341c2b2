import { describe, expect, it } from 'vitest';
import { excerptFault } from './code-excerpt.ts';

const FILE = `"""Doc."""
import math

class Filter:
    def step(self, x):
        y = x + 1

        return y

def main():
    print(math.pi)
`;

describe('excerptFault', () => {
  it('takes the whole file and any run of its lines', () => {
    expect(excerptFault(FILE, FILE)).toBeUndefined();
    expect(excerptFault('def main():\n    print(math.pi)', FILE)).toBeUndefined();
  });

  it('takes a method without its indentation, blank lines included', () => {
    expect(excerptFault('def step(self, x):\n    y = x + 1\n\n    return y', FILE)).toBeUndefined();
  });

  it('takes pieces in order, with skips between', () => {
    expect(excerptFault('import math\n# …\ndef main():', FILE)).toBeUndefined();
    expect(excerptFault('class Filter:\n    # ...\ndef main():', FILE)).toBeUndefined();
    expect(excerptFault('def main():\n# …\nimport math', FILE)).toBe('import math');
  });

  it('names the first line that differs', () => {
    expect(excerptFault('def main():\n    print(math.e)', FILE)).toBe('    print(math.e)');
    expect(excerptFault('y = x + 1\nreturn y', FILE)).toBe('return y');
  });

  it('does not mind the line ends of a checkout', () => {
    expect(excerptFault('import math', FILE.replaceAll('\n', '\r\n'))).toBeUndefined();
  });
});
