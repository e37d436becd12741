using Nca.Automaton;
using Nca.Randomness;

namespace Nca.Training;

/// <summary>Draws the damage that a batch's best states suffer before a rollout (Mordvintsev et al. 2020, experiment 3).</summary>
internal static class PoolDamage
{
    // Steps from the seed cell between which a creature is wounded while it grows.
    public const int YoungestAge = 20,
        OldestGrowingAge = 80;

    /// <summary>A disc around a living cell, of at most half the largest radius; null where nothing lives.</summary>
    public static Damage? DrawWhileGrowing(TrainingConfig config, RandomSequence random, CellState state)
    {
        var alive = state.LivingCells();
        if (alive.Count == 0)
            return null;
        var (y, x) = alive[random.NextInteger(0, alive.Count - 1)];
        return Damage.Circle(y, x, Math.Min(state.Height, state.Width) / 2.0 * DrawSmallRadius(config, random));
    }

    public static Damage Draw(TrainingConfig config, RandomSequence random, int height, int width)
    {
        var (halfHeight, halfWidth) = (height / 2.0, width / 2.0);
        var half = Math.Min(halfHeight, halfWidth);
        var radius = half * random.NextUniform(config.DamageRadiusMinimum, config.DamageRadiusMaximum);
        var centreY = halfHeight + halfHeight * random.NextUniform(-config.DamageSpread, config.DamageSpread);
        var centreX = halfWidth + halfWidth * random.NextUniform(-config.DamageSpread, config.DamageSpread);
        var degrees = random.NextUniform(0, 360);
        var isHalfPlane = config.DamageShape switch
        {
            DamageShape.HalfPlane => true,
            DamageShape.CircleOrHalfPlane => random.NextDouble() < 0.5,
            _ => false,
        };
        if (config.DamageCentred > 0 && random.NextDouble() < config.DamageCentred)
        {
            var share = random.NextUniform(config.DamageRadiusMaximum / 2, config.DamageRadiusMaximum);
            return Damage.Circle(halfHeight, halfWidth, half * share);
        }

        if (config.DamageRemnant > 0 && random.NextDouble() < config.DamageRemnant)
            return Damage.AllBut(Damage.Circle(halfHeight, halfWidth, half * DrawSmallRadius(config, random)));

        return isHalfPlane ? Damage.HalfPlane(centreY, centreX, degrees) : Damage.Circle(centreY, centreX, radius);
    }

    // Of the smallest to half the largest radius, as a share of half the side.
    private static double DrawSmallRadius(TrainingConfig config, RandomSequence random) =>
        random.NextUniform(config.DamageRadiusMinimum, Math.Max(config.DamageRadiusMinimum, config.DamageRadiusMaximum / 2));
}
