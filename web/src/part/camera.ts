/** The camera of a phone or desk: calls with every code it reads while it is on. */
import { useEffect, useRef, useState } from 'react'
import { qrReader } from './scan'

/** Milliseconds between two looks at the camera. */
const LOOK_EVERY = 200

type Eye = 'off' | 'on' | 'refused' | 'none'

/** The camera while it is on; `found` is called with every text it reads. */
export function useCamera(found: (text: string) => void) {
  const video = useRef<HTMLVideoElement>(null)
  // Cameras exist only where the page came over https or from this device itself.
  const [eye, setEye] = useState<Eye>(navigator.mediaDevices ? 'off' : 'none')
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    if (!wanted) return
    let gone = false
    let stream: MediaStream | undefined
    const watch = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false })
      const read = await qrReader()
      if (gone || !video.current) return
      video.current.srcObject = stream
      await video.current.play()
      setEye('on')
      while (!gone && video.current) {
        const text = await read(video.current)
        if (text) found(text)
        await new Promise((done) => setTimeout(done, LOOK_EVERY))
      }
    }
    watch().catch((e: DOMException) => { if (!gone) { setEye(e.name === 'NotFoundError' ? 'none' : 'refused'); setWanted(false) } }).finally(() => { if (gone) stream?.getTracks().forEach((x) => x.stop()) })
    return () => { gone = true; stream?.getTracks().forEach((x) => x.stop()); setEye((e) => (e === 'on' ? 'off' : e)) }
  }, [wanted, found])
  return { video, eye, wanted, start: () => setWanted(true), stop: () => setWanted(false) }
}
