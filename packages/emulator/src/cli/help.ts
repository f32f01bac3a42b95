/** What each command is for; `signalr-emulator <command> --help` shows the rest. */
export const overview = `Azure SignalR Service on your machine.

Usage: signalr-emulator <command> [options]

  start         Start the emulator and show what happens in it
  send          Send a message to clients
  connections   List the connections of a running emulator
  groups        List its groups
  close         Close connections

  signalr-emulator start                               start; the first line is the connection string
  signalr-emulator send chat newMessage '"hello"'      call newMessage("hello") on every client of the hub chat
  signalr-emulator <command> --help                    options and examples of a command

  signalr-emulator --version                           which one it is

Exit codes: 0 done, 1 failed, 2 the command line is wrong.
`;

export const startHelp = `Start the emulator and show what happens in it.

Usage: signalr-emulator start [options]

Where it listens
  -p, --port N          Port; 0 takes a free one (default 8888)
      --host ADDR       Address (default 127.0.0.1); others need a key of their own, or
                        --allow-public-key
      --allowed-host NAME
                        Further host name that requests may be addressed to; may be repeated

Who may come in
      --access-key KEY  Key that signs tokens; may be repeated, the first one is printed
      --generate-access-key
                        Make a new key and print it in the connection string
      --allow-public-key
                        Take the public key also where others can reach the emulator, as in a container
      --allowed-origin ORIGIN
                        Let pages of this origin connect, as in https://app.example, or * for any; may be
                        repeated. Pages of loopback always may; with a key of your own, any by default
      --strict-audience Take only tokens whose audience is exactly the request URL
      --accept-unvalidated-entra-tokens
                        Let in every REST caller with a Microsoft Entra token, without validating it;
                        on loopback only

What clients' calls do
  -c, --config FILE     settings.json with UpstreamSettings; read again when it changes
      --no-upstream MODE
                        What becomes of calls that no upstream handles: error (default), ignore or
                        disconnect

What goes wrong on purpose
      --fault FAULT     [OPERATION=]STATUS[:RATE] or reset; may be repeated, the first one that hits counts
      --fault-seed N    Let faults with a rate hit the same requests again; the seed is logged at start
      --latency MS      Wait before each request: 100, or 50..200 for something between

The page that shows what happens
      --no-inspector    No page
      --inspector       Also when --host is an address that others reach

What is printed
      --json            One JSON object a line instead of text
  -q, --quiet           Only the connection string and what is wrong
  -h, --help            This help

The first line of output is always the connection string. Ctrl-C stops.

Examples
  signalr-emulator start
  signalr-emulator start --port 0 --quiet
  signalr-emulator start --config settings.json
  signalr-emulator start --fault 429:0.1 --fault sendToUser=503 --latency 50..200
  signalr-emulator start --json | tail -n +2 | jq 'select(.kind == "request" and .status >= 400)'
`;

const connection = `      --connection-string CS
                        Which service (default: the emulator at http://127.0.0.1:8888 with its well-known key)
  -p, --port N          The emulator on this port of 127.0.0.1, with its well-known key`;

export const sendHelp = `Send a message to clients.

Usage: signalr-emulator send <hub> <target> [arguments…] [options]

Each argument is JSON; what is not valid JSON is sent as a string. What begins with a dash goes after '--'.

      --group NAME      Only to the members of a group
      --user ID         Only to the connections of a user
      --connection ID   Only to one connection
      --exclude ID      Not to this connection; may be repeated
${connection}
  -h, --help            This help

Examples
  signalr-emulator send chat newMessage hello
  signalr-emulator send chat newMessage '{"text":"hi"}' 42 --user ada
  signalr-emulator send chat refresh --group room-1 --exclude 3OsQDr3nhAJYbrGzGDI4KA
  signalr-emulator send chat temperature --user ada -- -5
`;

export const connectionsHelp = `List the connections of a running emulator.

Usage: signalr-emulator connections [hub] [options]

      --group NAME      Only the members of a group; needs a hub
      --json            One JSON object a line
${connection}
  -h, --help            This help

The service itself lists only the members of a group; all connections are a local extra.

Examples
  signalr-emulator connections
  signalr-emulator connections chat --group room-1
  signalr-emulator connections chat --json | jq -r .connectionId
`;

export const groupsHelp = `List the groups that have connections in a running emulator.

Usage: signalr-emulator groups [hub] [options]

      --json            One JSON object a line
${connection}
  -h, --help            This help

Examples
  signalr-emulator groups
  signalr-emulator groups chat --port 9000
`;

export const closeHelp = `Close connections.

Usage: signalr-emulator close <hub> (--connection ID | --group NAME | --user ID | --all) [options]

      --connection ID   This connection
      --group NAME      The connections in a group
      --user ID         The connections of a user
      --all             Every connection of the hub
      --exclude ID      Not this connection; may be repeated
      --reason TEXT     Told to the clients
${connection}
  -h, --help            This help

Examples
  signalr-emulator close chat --user ada --reason "signed out"
  signalr-emulator close chat --all
`;
