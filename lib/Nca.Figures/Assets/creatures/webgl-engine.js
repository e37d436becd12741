// The automaton in WebGL2. A grid is a texture array with a border of two empty cells: layer 0 holds each cell's alpha and fate, the layers after
// it four channels each. One draw is one update: what it writes is not yet masked, because the mask after an update looks at neighbours; whoever
// reads a cell asks for its fate first. Fate 0: dead. 1: lives where a neighbour breathes (alpha > 0.1). 2: settled, lives.
const reading = `#version 300 es
  precision highp float; precision highp int; precision highp sampler2DArray; precision highp sampler2D;
  uniform sampler2DArray grid;
  bool breathes(ivec2 p) { return texelFetch(grid, ivec3(p, 0), 0).x > 0.1; }
  bool lives(ivec2 p) {
    float fate = texelFetch(grid, ivec3(p, 0), 0).y;
    if (fate != 1.) return fate > 1.;
    for (int k = 0; k < 9; k++) if (breathes(p + ivec2(k % 3, k / 3) - 1)) return true;
    return false;
  }
  vec4 channels(ivec2 p, int layer) { return lives(p) ? texelFetch(grid, ivec3(p, layer + 1), 0) : vec4(0.); }`;

const lookShader = `${reading}
  uniform int layer;
  layout(location = 0) out vec4 rgba;
  layout(location = 1) out vec4 plane;
  void main() { ivec2 here = ivec2(gl_FragCoord.xy); rgba = channels(here, 0); plane = channels(here, layer); }`;

// Layers first … first + count - 1, layer 0 being alpha and fate; all others are named s0, s1, …
const written = (first, count) => Array.from({ length: count }, (_, index) => `result[${index}] = ${first + index === 0 ? "vec4(s0.w, fate, 0., 0.)" : `s${first + index - 1}`};`).join(" ");
const named = (count, text) => Array.from({ length: count }, (_, index) => text(index)).join(" ");

// Settles the grid and does one thing to it: 1 erases, 2 plants a seed, 3 paints; 0 settles only.
const touchShader = (layers, first, count, tail) => `${reading}
  uniform int deed; uniform vec4 way; uniform float radius; uniform vec4 colour;
  layout(location = 0) out vec4 result[${count}];
  void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    vec2 from = vec2(here - 2) - way.xy, to = way.zw - way.xy;
    float way2 = dot(to, to);
    vec2 off = from - (way2 > 0. ? clamp(dot(from, to) / way2, 0., 1.) : 0.) * to;
    bool hit = deed > 0 && dot(off, off) < radius * radius;
    float fate = 2.;
    ${named(layers, k => `vec4 s${k} = hit && deed == 1 ? vec4(0.) : hit && deed == 2 ? ${k === 0 ? "vec4(0., 0., 0., 1.)" : k === layers - 1 ? tail : "vec4(1.)"} : ${k === 0 ? "hit ? colour : " : ""}channels(here, ${k});`)}
    ${written(first, count)}
  }`;

const updateShader = (rule, layers, first, count, inBlock, numbers) => `${reading}
  uniform uint threshold; uniform bool all; uniform uvec3 counter; uniform uvec2 key; uniform float scale; uniform int size; uniform int hidden;
  ${inBlock ? `layout(std140) uniform Rule { vec4 rule[${numbers}]; };\n#define RULE(i) rule[i]` : "uniform sampler2D rule;\n#define RULE(i) texelFetch(rule, ivec2((i) & 1023, (i) >> 10), 0)"}
  layout(location = 0) out vec4 result[${count}];
  uvec2 product(uint a, uint b) {
    uint al = a & 0xffffu, ah = a >> 16, bl = b & 0xffffu, bh = b >> 16;
    uint low = al * bl, middle = ah * bl + (low >> 16), other = al * bh + (middle & 0xffffu);
    return uvec2(ah * bh + (middle >> 16) + (other >> 16), a * b);
  }
  uint word(uint cell) {
    uvec4 c = uvec4(cell >> 2, counter);
    uvec2 k = key;
    for (int round = 0; round < 10; round++) {
      uvec2 even = product(0xD2511F53u, c.x), odd = product(0xCD9E8D57u, c.z);
      c = uvec4(odd.x ^ c.y ^ k.x, odd.y, even.x ^ c.w ^ k.y, even.y);
      k += uvec2(0x9E3779B9u, 0xBB67AE85u);
    }
    return c[cell & 3u];
  }
  void main() {
    ivec2 here = ivec2(gl_FragCoord.xy);
    float fate = 0.;
    ${named(layers, k => `vec4 s${k} = vec4(0.), x${k} = vec4(0.), y${k} = vec4(0.);`)}
    uint breath = 0u;
    for (int k = 0; k < 25; k++) if (breathes(here + ivec2(k % 5, k / 5) - 2)) breath |= 1u << k;
    ${rule.before ? `if (breath == 0u) { ${written(first, count)} return; }` : "fate = 1.; bool vacant = true;"}
    for (int k = 0; k < 9; k++) {
      ivec2 way = ivec2(k % 3, k / 3) - 1;
      float theirs = texelFetch(grid, ivec3(here + way, 0), 0).y;
      if (theirs == 0. || theirs == 1. && (breath & 7399u << (k / 3 * 5 + k % 3)) == 0u) continue;
      ${rule.before ? "if ((breath & 1u << (k / 3 * 5 + k % 3 + 6)) != 0u) fate = 1.;" : ""}
      float dx = float(way.x * (2 - abs(way.y))), dy = float(way.y * (2 - abs(way.x)));
      ${named(layers, k => `{ vec4 s = texelFetch(grid, ivec3(here + way, ${k + 1}), 0); x${k} += dx * s; y${k} += dy * s; if (k == 4) s${k} = s; ${rule.before ? "" : "if (s != vec4(0.)) vacant = false;"} }`)}
    }
    if (all || word(uint((here.y - 2) * size + here.x - 2)) < threshold) {
      int at = hidden * ${4 * layers + 1};
      ${rule.before ? "" : `if (vacant) at += ${layers};`}
      ${named(layers, k => `vec4 d${k} = RULE(at + ${k});`)}
      ${rule.before ? "" : "if (!vacant)"}
      for (int unit = 0, at = 0; unit < hidden; unit++, at += ${4 * layers + 1}) {
        float value = RULE(at + ${4 * layers}).x ${named(layers, k => `+ dot(RULE(at + ${k}), s${k}) + dot(RULE(at + ${layers + k}), x${k}) + dot(RULE(at + ${2 * layers + k}), y${k})`)};
        if (value > 0.) { ${named(layers, k => `d${k} += RULE(at + ${3 * layers + k}) * value;`)} }
      }
      ${named(layers, k => `s${k} += scale * d${k};`)}
    }
    ${rule.clamp ? "s0 = clamp(s0, 0., 1.);" : ""}
    ${written(first, count)}
  }`;

const webglEngine = async (rule, size, masks) => {
  const gl = graphics.context(), layers = rule.lanes / 4, side = size + 4, unit = 4 * layers + 1;
  // The rule as vectors: per hidden unit its weights for s, ∂x s and ∂y s, its weights into every channel, its bias; then the last bias, and what happens in empty space.
  const numbers = rule.hidden * unit + 2 * layers, inBlock = 16 * numbers <= gl.getParameter(gl.MAX_UNIFORM_BLOCK_SIZE);
  const packed = new Float32Array(4 * (inBlock ? numbers : Math.ceil(numbers / 1024) * 1024));
  for (let h = 0; h < rule.hidden; h++) {
    packed.set(rule.first.subarray(h * 3 * rule.lanes, (h + 1) * 3 * rule.lanes), 4 * h * unit);
    packed.set(rule.second.subarray(h * rule.lanes, (h + 1) * rule.lanes), 4 * (h * unit + 3 * layers));
    packed[4 * (h * unit + 4 * layers)] = rule.bias[h];
  }
  packed.set(rule.last, 4 * rule.hidden * unit);
  packed.set(rule.empty, 4 * (rule.hidden * unit + layers));

  // As many layers at a time as a draw may write: with 16 channels one draw nearly everywhere.
  const most = Math.min(gl.getParameter(gl.MAX_DRAW_BUFFERS), gl.getParameter(gl.MAX_COLOR_ATTACHMENTS)), groups = [];
  for (let first = 0; first <= layers; first += most) groups.push({ first, count: Math.min(most, layers + 1 - first) });
  const tail = `vec4(${[0, 1, 2, 3].map(k => rule.channels > 4 * (layers - 1) + k ? "1." : "0.").join(", ")})`;
  const look = await graphics.program(lookShader);
  for (const group of groups) {
    group.update = await graphics.program(updateShader(rule, layers, group.first, group.count, inBlock, numbers));
    group.touch = await graphics.program(touchShader(layers, group.first, group.count, tail));
  }
  if (graphics.isLost) throw new LostContext();

  const made = [];
  const texture = (target, allocate) => {
    const texture = gl.createTexture();
    made.push(() => gl.deleteTexture(texture));
    gl.bindTexture(target, texture);
    for (const [name, value] of [[gl.TEXTURE_MIN_FILTER, gl.NEAREST], [gl.TEXTURE_MAG_FILTER, gl.NEAREST]]) gl.texParameteri(target, name, value);
    allocate();
    return texture;
  };
  const buffer = (kind, content, use) => {
    const buffer = gl.createBuffer();
    made.push(() => gl.deleteBuffer(buffer));
    gl.bindBuffer(kind, buffer);
    gl.bufferData(kind, content, use);
    gl.bindBuffer(kind, null);
    return buffer;
  };
  const frame = (count, attach) => {
    const frame = gl.createFramebuffer();
    made.push(() => gl.deleteFramebuffer(frame));
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    for (let index = 0; index < count; index++) attach(gl.COLOR_ATTACHMENT0 + index, index);
    gl.drawBuffers(Array.from({ length: count }, (_, index) => gl.COLOR_ATTACHMENT0 + index));
    if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE && !graphics.isLost) throw new Error("floating-point textures cannot be drawn into");
    return frame;
  };
  const grids = [0, 1].map(() => {
    const grid = texture(gl.TEXTURE_2D_ARRAY, () => gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA32F, side, side, layers + 1));
    return { grid, frames: groups.map(({ first, count }) => frame(count, (place, index) => gl.framebufferTextureLayer(gl.FRAMEBUFFER, place, grid, 0, first + index))) };
  });
  const seen = [0, 1].map(() => texture(gl.TEXTURE_2D, () => gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, side, side)));
  const seenFrame = frame(2, (place, index) => gl.framebufferTexture2D(gl.FRAMEBUFFER, place, gl.TEXTURE_2D, seen[index], 0));
  const weights = inBlock
    ? buffer(gl.UNIFORM_BUFFER, packed, gl.STATIC_DRAW)
    : texture(gl.TEXTURE_2D, () => gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, 1024, packed.length / 4096, 0, gl.RGBA, gl.FLOAT, packed));
  let now = 0, steps = 0;

  const draw = (program, target, uniforms) => {
    gl.useProgram(program.made);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, grids[now].grid);
    gl.uniform1i(program.at("grid"), 0);
    uniforms(program.at);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target);
    gl.viewport(2, 2, size, size);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  };
  const update = how => {
    const threshold = fireThreshold(how);
    groups.forEach(({ update: program }, index) => draw(program, grids[1 - now].frames[index], at => {
      gl.uniform1ui(at("threshold"), threshold < 4294967296 ? threshold : 0);
      gl.uniform1i(at("all"), threshold < 4294967296 ? 0 : 1);
      gl.uniform3ui(at("counter"), steps, 0, masks.iteration);
      gl.uniform2ui(at("key"), masks.key[0], masks.key[1]);
      gl.uniform1f(at("scale"), changeScale(how));
      gl.uniform1i(at("size"), size);
      gl.uniform1i(at("hidden"), rule.hidden);
      if (inBlock) {
        gl.uniformBlockBinding(program.made, gl.getUniformBlockIndex(program.made, "Rule"), 0);
        gl.bindBufferBase(gl.UNIFORM_BUFFER, 0, weights);
      } else {
        gl.uniform1i(at("rule"), 1);
        gl.activeTexture(gl.TEXTURE1);
        gl.bindTexture(gl.TEXTURE_2D, weights);
      }
    }));
    now = 1 - now;
    steps++;
  };
  const touch = (deed, { x = 0, y = 0, toX = x, toY = y, radius = 0.5, colour = [0, 0, 0, 0] }) => {
    groups.forEach(({ touch: program }, index) => draw(program, grids[1 - now].frames[index], at => {
      gl.uniform1i(at("deed"), deed);
      gl.uniform4f(at("way"), x, y, toX, toY);
      gl.uniform1f(at("radius"), radius);
      gl.uniform4f(at("colour"), ...colour);
    }));
    now = 1 - now;
  };
  // Copies pictures out without making anyone wait: into a buffer first, from there when the fence has fallen.
  const read = async pictures => {
    const bytes = 16 * size * size, place = gl.createBuffer();
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, place);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, bytes * pictures.length, gl.STREAM_READ);
    pictures.forEach(([from, attachment], index) => {
      gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from);
      gl.readBuffer(gl.COLOR_ATTACHMENT0 + attachment);
      gl.readPixels(2, 2, size, size, gl.RGBA, gl.FLOAT, index * bytes);
    });
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    await graphics.done();
    const values = pictures.map(() => new Float32Array(4 * size * size));
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, place);
    values.forEach((part, index) => gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, index * bytes, part));
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    gl.deleteBuffer(place);
    if (graphics.isLost) throw new LostContext();
    return values;
  };

  const engine = {
    get steps() { return steps; },
    step(goal, how) { while (steps < goal) update(how); },
    restart() { },
    seed(at) { touch(2, { x: at.x, y: at.y }); },
    damage(given) { touch(1, given); },
    paint(given) { touch(3, given); },
    reset() { steps = 0; touch(1, { x: size / 2, y: size / 2, radius: 2 * size }); engine.seed({ x: size >> 1, y: size >> 1 }); },
    load(values, step) {
      const planes = new Float32Array(4 * side * side * (layers + 1));
      for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
        const from = (y * size + x) * rule.channels, to = 4 * ((y + 2) * side + x + 2);
        planes[to] = values[from + 3];
        planes[to + 1] = 2;
        for (let k = 0; k < rule.channels; k++) planes[to + 4 * side * side * (1 + (k >> 2)) + (k & 3)] = values[from + k];
      }
      gl.bindTexture(gl.TEXTURE_2D_ARRAY, grids[now].grid);
      gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, 0, 0, side, side, layers + 1, gl.RGBA, gl.FLOAT, planes);
      steps = step;
    },
    async state() {
      touch(0, {});
      const pictures = [];
      groups.forEach(({ first, count }, group) => { for (let index = 0; index < count; index++) if (first + index > 0) pictures.push([grids[now].frames[group], index]); });
      const planes = await read(pictures), values = new Float32Array(size * size * rule.channels);
      for (let cell = 0; cell < size * size; cell++) for (let k = 0; k < rule.channels; k++) values[cell * rule.channels + k] = planes[k >> 2][4 * cell + (k & 3)];
      return values;
    },
    async look(layer) {
      draw(look, seenFrame, at => { gl.uniform1i(at("layer"), layer); });
      const [rgba, plane] = await read(layer > 0 ? [[seenFrame, 0], [seenFrame, 1]] : [[seenFrame, 0]]);
      return { rgba, plane: plane ?? rgba };
    },
    end() { if (!graphics.isLost) for (const remove of made) remove(); },
  };
  engine.reset();
  return engine;
};
