// The seed's own example, run by the client that the house serves: node client.cjs SCRIPT URL ROOM
const [script, url, room] = process.argv.slice(2);
const io = require(script);

const socket = io(url, { transports: ["websocket"], reconnection: false });
const heard = [];
const say = (outcome) => {
  console.log(JSON.stringify({ ...outcome, heard }));
  socket.close();
  process.exit(0);
};
socket.on("connect_error", (error) => say({ refused: error.message }));
socket.on("server_content", (data) => {
  const response = data.response;
  heard.push([data.type, response.type, response.username ?? null, response.value ?? null]);
  if (response.type === "bid") say(outcome);
});
let outcome = {};
socket.on("connect", async () => {
  const joined = await socket.emitWithAck("join_room", { room_id: room });
  const refused = await socket.emitWithAck("emit_bid", { product_id: Number(room), value: 100 });
  outcome = { minimum: joined.snapshot.minimum, refused: refused.code };
  console.error("in");
});
