import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A file of the built pages: path below the output folder, with `/`. */
export interface WebFile {
  readonly path: string;
  readonly content: string;
}

export interface BuiltFile {
  readonly path: string;
  readonly content: Buffer;
}

const packBrotli = promisify(brotliCompress);
const packGzip = promisify(gzip);

/** The file as it is, and beside it `.br` and `.gz`, as small as they get: people pay for each kilobyte. */
export async function compressFile(file: WebFile): Promise<readonly BuiltFile[]> {
  const content = Buffer.from(file.content);
  const [brotli, gzipped] = await Promise.all([
    packBrotli(content, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
    packGzip(content, { level: 9 }),
  ]);
  return [
    { path: file.path, content },
    { path: `${file.path}.br`, content: brotli },
    { path: `${file.path}.gz`, content: gzipped },
  ];
}
