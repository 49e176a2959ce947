/** Reads QR codes from pictures: with the browser's own detector where it has one, else with a small decoder loaded when first needed. */

type Source = HTMLVideoElement | ImageBitmap
type Read = (source: Source) => Promise<string | null>
type Native = { detect: (s: Source) => Promise<{ rawValue: string }[]> }
type Maker = { new (o: { formats: string[] }): Native; getSupportedFormats: () => Promise<string[]> }

/** Longest side of the picture that is decoded: enough for a label held at arm's length, quick on an old phone. */
const SIDE_MAX = 960

async function native(): Promise<Read | null> {
  const made = (globalThis as { BarcodeDetector?: Maker }).BarcodeDetector
  if (!made || !(await made.getSupportedFormats().catch(() => [] as string[])).includes('qr_code')) return null
  const detector = new made({ formats: ['qr_code'] })
  return async (source) => (await detector.detect(source))[0]?.rawValue ?? null
}

async function portable(): Promise<Read> {
  const { default: decode } = await import('qr/decode.js')
  const canvas = document.createElement('canvas')
  const g = canvas.getContext('2d', { willReadFrequently: true })!
  return async (source) => {
    const [w, h] = source instanceof HTMLVideoElement ? [source.videoWidth, source.videoHeight] : [source.width, source.height]
    if (!w || !h) return null
    const scale = Math.min(1, SIDE_MAX / Math.max(w, h))
    canvas.width = Math.round(w * scale)
    canvas.height = Math.round(h * scale)
    g.drawImage(source, 0, 0, canvas.width, canvas.height)
    try {
      return decode({ width: canvas.width, height: canvas.height, data: g.getImageData(0, 0, canvas.width, canvas.height).data })
    } catch {
      return null // no code in sight
    }
  }
}

let reader: Promise<Read> | undefined
/** The reader of this browser. */
export const qrReader = () => (reader ??= native().then((found) => found ?? portable()))
