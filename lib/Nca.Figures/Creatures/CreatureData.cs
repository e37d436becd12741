using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Figures.Model;
using Nca.Randomness;
using Nca.Targets;

namespace Nca.Figures.Creatures;

/// <summary>What the page's script is given, as JSON: numbers that are arrays are little-endian bytes in base 64.</summary>
internal static class CreatureData
{
    private const int WidestCanvas = 512;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON, safe inside a script element.</summary>
    /// <param name="figure">The creatures.</param>
    /// <exception cref="ArgumentException">Something cannot be shown; the message names it.</exception>
    public static string Json(LivingCreatures figure)
    {
        Require(figure);
        var grid = CreatureExport.GridOf(figure);
        var key = RandomSequence.KeyFor(figure.FireSeed, RandomPurpose.Fire);
        var json = JsonSerializer.Serialize(
            new
            {
                title = figure.Title,
                grid,
                zoom = figure.Zoom ?? Math.Max(1, WidestCanvas / grid),
                speed = figure.Speed,
                plays = figure.Plays,

                // Wounds are as large as the largest picture makes them; 0 where there are none.
                wounds = figure.HasWounds ? figure.Creatures.Max(creature => creature.Trained.Target.Size) : 0,
                key = new[] { (uint)key, (uint)(key >> 32) },
                creatures = figure.Creatures.Select(creature => Of(figure, creature)),
            },
            Readable
        );

        // "</" and "<!--" inside a script element would end or alter it.
        return json.Replace("<", "\\u003c", StringComparison.Ordinal);
    }

    private static object Of(LivingCreatures figure, Creature creature)
    {
        var trained = CreatureExport.AutomatonOf(figure, creature);
        var automaton = trained.Automaton;
        return new
        {
            name = creature.Name,
            channels = automaton.Channels,
            hidden = automaton.Hidden,
            fireRate = automaton.FireRate,
            update = creature.Update.ToString().ToLowerInvariant(),
            listing = automaton.Perception == PerceptionOrder.Listing,
            sobel = automaton.SobelScale,
            before = automaton.Masking == AliveMasking.BeforeAndAfter,
            clamp = automaton.ClampColour,
            weights = Numbers(trained.Weights.Values),
            target = Of(trained.Target),
            proof = Of(CreatureExport.ProofOf(figure, creature)),
        };
    }

    private static object Of(ReferenceGrowth proof) =>
        new
        {
            grid = proof.State.Height,
            steps = proof.Steps,
            state = Numbers(proof.State.Values),
        };

    // A canvas made from a picture consists of bytes, or of products of a colour's and alpha's, so four bytes a cell give it back exactly.
    private static object Of(Target target)
    {
        var straight = target.Rgba.Any(value => MathF.Abs(value * 255 - MathF.Round(value * 255)) > 1e-3f);
        var present = new byte[(target.Grid * target.Grid + 7) / 8];
        var bytes = new List<byte>();
        for (var cell = 0; cell < target.Grid * target.Grid; cell++)
        {
            var rgba = target.Rgba.AsSpan(cell * 4, 4);
            if (!rgba.ContainsAnyExcept(0f))
                continue;
            present[cell / 8] |= (byte)(1 << cell % 8);
            var scale = straight ? rgba[3] : 1;
            for (var channel = 0; channel < 3; channel++)
                bytes.Add(Byte(scale > 0 ? rgba[channel] / scale : 0));
            bytes.Add(Byte(rgba[3]));
        }

        return new
        {
            grid = target.Grid,
            straight,
            present = Convert.ToBase64String(present),
            rgba = Convert.ToBase64String(CollectionsMarshal.AsSpan(bytes)),
        };
    }

    private static byte Byte(float value) => (byte)Math.Clamp(MathF.Round(value * 255), 0, 255);

    private static string Numbers(float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), values[index]);
        return Convert.ToBase64String(bytes);
    }

    private static void Require(LivingCreatures figure)
    {
        if (figure.Creatures.Count == 0)
            throw new ArgumentException("Living creatures need at least one creature.", nameof(figure));
        if (figure.Grid is not null and (< 8 or > 256))
            throw new ArgumentException($"A grid of {figure.Grid} cells is not possible; allowed: 8 to 256.", nameof(figure));
        if (figure.Zoom is < 1)
            throw new ArgumentException($"A zoom of {figure.Zoom} is not possible; allowed: 1 or more.", nameof(figure));
        if (figure.Speed is < 1 or > 240)
            throw new ArgumentException($"A speed of {figure.Speed} updates a second is not possible; allowed: 1 to 240.", nameof(figure));
        if (figure.FireRate is not null and not (> 0 and <= 1))
            throw new ArgumentException($"A fire rate of {figure.FireRate} is not possible; allowed: above 0 up to 1.", nameof(figure));
        foreach (var creature in figure.Creatures)
            creature.Trained.Weights.RequireFit(creature.Trained.Automaton);
    }
}
