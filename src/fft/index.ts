export { fftfreq, rfftfreq } from "./frequencies.js";
export { fftshift, ifftshift } from "./shift.js";
export { fftn, halfShape, ifftn, irfftn, rfftn } from "./transforms.js";
