;; One Adamax step in one pass over four vectors, in place:
;;   g <- g + weightDecay p
;;   m <- m + (1 - beta1) (g - m)
;;   u <- max(beta2 u - shrinkage, |g|)
;;   p <- p - stepSize m / (u + epsilon)
;; The caller folds the correction of the average into stepSize.
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) (param $m i32) (param $u i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $weightDecay f32) (param $beta1Complement f32) (param $beta2 f32) (param $shrinkage f32)
    (param $epsilon f32) (param $stepSize f32)
    (local $end i32)
    (local $p v128)
    (local $g v128)
    (local $mNow v128)
    (local $uNow v128)
    (local $weightDecays v128)
    (local $beta1Complements v128)
    (local $beta2s v128)
    (local $shrinkages v128)
    (local $epsilons v128)
    (local $stepSizes v128)
    (local.set $weightDecays (f32x4.splat (local.get $weightDecay)))
    (local.set $beta1Complements (f32x4.splat (local.get $beta1Complement)))
    (local.set $beta2s (f32x4.splat (local.get $beta2)))
    (local.set $shrinkages (f32x4.splat (local.get $shrinkage)))
    (local.set $epsilons (f32x4.splat (local.get $epsilon)))
    (local.set $stepSizes (f32x4.splat (local.get $stepSize)))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (local.set $p (v128.load (local.get $parameters)))
      (local.set $g
        (f32x4.add (v128.load (local.get $gradients)) (f32x4.mul (local.get $weightDecays) (local.get $p))))

      (local.set $mNow (v128.load (local.get $m)))
      (local.set $mNow
        (f32x4.add
          (local.get $mNow)
          (f32x4.mul (local.get $beta1Complements) (f32x4.sub (local.get $g) (local.get $mNow)))))
      (v128.store (local.get $m) (local.get $mNow))

      (local.set $uNow
        (f32x4.max
          (f32x4.sub (f32x4.mul (local.get $beta2s) (v128.load (local.get $u))) (local.get $shrinkages))
          (f32x4.abs (local.get $g))))
      (v128.store (local.get $u) (local.get $uNow))

      (v128.store
        (local.get $parameters)
        (f32x4.sub
          (local.get $p)
          (f32x4.div
            (f32x4.mul (local.get $stepSizes) (local.get $mNow))
            (f32x4.add (local.get $uNow) (local.get $epsilons)))))

      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $m (i32.add (local.get $m) (i32.const 16)))
      (local.set $u (i32.add (local.get $u) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
