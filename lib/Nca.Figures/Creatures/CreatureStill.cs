using Nca.Automaton;
using Nca.Figures.Model;

namespace Nca.Figures.Creatures;

/// <summary>Living creatures as pictures, for where nothing moves: on paper and in a PNG.</summary>
internal static class CreatureStill
{
    /// <summary>The creatures, grown.</summary>
    /// <param name="figure">The creatures.</param>
    /// <param name="grown">A state of each, in their order.</param>
    /// <param name="steps">Steps of these states from the seed cell.</param>
    public static ImageStrip Of(LivingCreatures figure, IReadOnlyList<CellState> grown, int steps) =>
        new()
        {
            Title = figure.Title,
            Caption = figure.Caption,
            Zoom = figure.Zoom ?? Math.Max(1, Math.Min(300, 800 / figure.Creatures.Count - 16) / grown[0].Width),
            Frames = [.. figure.Creatures.Zip(grown, (creature, state) => (Pixels.Of(state), $"{creature.Name}, step {steps}"))],
        };
}
