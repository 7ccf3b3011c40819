import { sha256, type Attachment } from "@hutong/offline";
import { uuid7 } from "@hutong/ui";
import { opened } from "../phone/house.ts";

/** A photo is shrunk until it has at most this many bytes; drawing it anew leaves camera and place data behind. */
const PHOTO_BYTES = 300_000;
const PHOTO_EDGE = 1600;

/** Keeps bytes sealed on this phone; they never enter the gallery or another app. */
export async function keep(kind: Attachment["kind"], blob: Blob): Promise<Attachment> {
  const bytes = await blob.arrayBuffer();
  const id = uuid7();
  await opened().vault.putPiece(id, bytes);
  return { id, kind, mime: blob.type.split(";")[0] ?? "", size: bytes.byteLength, sha256: await sha256(bytes) };
}

/** A picture of what is in front of the camera. */
export async function photo(video: HTMLVideoElement): Promise<Blob> {
  let scale = Math.min(1, PHOTO_EDGE / Math.max(video.videoWidth, video.videoHeight));
  for (let quality = 0.8; ; quality -= 0.15) {
    const blob = await drawn(video, scale, Math.max(quality, 0.3));
    if (blob.size <= PHOTO_BYTES || scale < 0.2) return blob;
    if (quality <= 0.35) scale *= 0.75;
  }
}

function drawn(video: HTMLVideoElement, scale: number, quality: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return blobOf(canvas, "image/jpeg", quality);
}

export function blobOf(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> {
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), type, quality),
  );
}

/** Records from the microphone until stop() is called; gives the recording. full: called once at `most` bytes or more. */
export async function record(most = Infinity, full?: () => void): Promise<{ stop: () => Promise<Blob> }> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: 24_000 });
  const parts: Blob[] = [];
  let size = 0;
  recorder.ondataavailable = (event) => {
    parts.push(event.data);
    const before = size;
    size += event.data.size;
    if (before < most && size >= most) full?.();
  };
  recorder.start(1000);
  return {
    stop: () =>
      new Promise((done) => {
        recorder.onstop = () => {
          stream.getTracks().forEach((track) => track.stop());
          done(new Blob(parts, { type: recorder.mimeType }));
        };
        recorder.stop();
      }),
  };
}
