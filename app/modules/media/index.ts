export { type PreparedPictures, preparePictures } from "./prepare-pictures.ts";
export { refusePicture, tidyMedia } from "./refuse-picture.ts";
