using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Figures.Model;

namespace Nca.Figures.Creatures;

/// <summary>Living creatures as pictures, for where nothing moves: on paper and in a PNG.</summary>
internal static class CreatureStill
{
    /// <summary>The creatures after some steps from the initial state.</summary>
    /// <param name="figure">The creatures.</param>
    /// <param name="steps">Steps, at least 0.</param>
    public static ImageStrip Of(LivingCreatures figure, int steps = 96)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var grid = CreatureData.GridOf(figure);
        return new ImageStrip
        {
            Title = figure.Title,
            Caption = figure.Caption,
            Zoom = figure.Zoom ?? Math.Max(1, Math.Min(300, 800 / figure.Creatures.Count - 16) / grid),
            Frames =
            [
                .. figure.Creatures.Select(creature =>
                {
                    var automaton = CreatureData.AutomatonOf(figure, creature);
                    CellState[] states = [automaton.Plant(grid)];
                    automaton.Advance(creature.Update, states, steps, figure.FireSeed);
                    return (Pixels.Of(states[0]), $"{creature.Name}, step {steps}");
                }),
            ],
        };
    }
}
