"""A video that a browser recorded plays in it as before once it was cleaned."""

import base64

import pytest

from reviews.media.examining import examine

RECORDED = """async (kind) => {
  if (!MediaRecorder.isTypeSupported(kind)) return "";
  const canvas = document.createElement("canvas");
  canvas.width = 64; canvas.height = 48;
  const drawn = canvas.getContext("2d", {alpha: false});
  const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: kind});
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start(200);
  for (let count = 0; count < 25; count++) {
    drawn.fillStyle = `hsl(${count * 14}, 80%, 50%)`;
    drawn.fillRect(0, 0, 64, 48);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  await new Promise((resolve) => { recorder.onstop = resolve; recorder.stop(); });
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
PLAYED = """async ([kind, packed]) => {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const video = document.createElement("video");
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], {type: kind}));
  const ended = new Promise((resolve, reject) => {
    video.onended = resolve;
    video.onerror = () => reject(new Error(video.error.message));
  });
  await video.play();
  await ended;
  return [video.videoWidth, video.videoHeight, video.currentTime];
}"""


@pytest.mark.parametrize("kind", ["video/webm;codecs=vp8", "video/mp4"])
def test_a_cleaned_recording_plays_as_before(page, kind):
    packed = page.evaluate(RECORDED, kind)
    if not packed:
        pytest.skip("This browser does not record in this form.")
    examined = examine(base64.b64decode(packed), "recording")
    before, after = (
        page.evaluate(PLAYED, [examined.mime, content])
        for content in (packed, base64.b64encode(examined.publishable).decode())
    )
    assert after == pytest.approx(before, abs=0.1)
    assert after[:2] == [examined.width, examined.height] == [64, 48]
    assert examined.seconds == pytest.approx(after[2], abs=0.5)
