/** Width and height of a picture, in CSS pixels. */
export interface PictureSize {
  width: number;
  height: number;
}

/** Reads the intrinsic size of an SVG from its viewBox, so that the page reserves the room before the picture is there. */
export function svgSize(svg: string): PictureSize | undefined {
  const box = /<svg[^>]*\sviewBox="[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)"/.exec(svg);
  if (!box) return undefined;
  const width = Math.round(Number(box[1]));
  const height = Math.round(Number(box[2]));
  return width > 0 && height > 0 ? { width, height } : undefined;
}
