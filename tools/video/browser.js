// What `make setup` makes one file of for the page of a room: Janus's own client and the adapter it looks for.
import adapter from "webrtc-adapter";
import Janus from "janus-gateway";

globalThis.adapter = adapter;
globalThis.Janus = Janus;
